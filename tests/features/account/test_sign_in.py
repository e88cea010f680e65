from tests.client import HouseClient


def test_sign_in_page(client: HouseClient) -> None:
    response = client.get("/sign-in")
    assert response.status_code == 200
