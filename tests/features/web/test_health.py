from tests.client import HouseClient


def test_health_is_public_and_says_nothing_else(client: HouseClient) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.get_data(as_text=True)) == (200, "ok\n")
