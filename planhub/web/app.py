"""The application factory."""

from collections.abc import Iterable, Sequence

from flask import Flask, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Engine
from werkzeug.datastructures import ImmutableDict
from werkzeug.middleware.proxy_fix import ProxyFix

from planhub.infra import logs
from planhub.infra.db import db, prepare_engine
from planhub.infra.paths import resource
from planhub.infra.settings import Settings, SettingsError, keep_secret_key, load, unsafe
from planhub.ui import templating
from planhub.ui.feature import Feature
from planhub.ui.record_views import record_blueprint
from planhub.ui.sessions import API
from planhub.web import errors, health, observe, security, uow, work
from planhub.web.features import FEATURES, fill_registry
from planhub.web.requests import LimitedRequest

HOUSE_ENDPOINTS = frozenset({"static", "house.healthz", "house.csp"})
"""Endpoints of the house itself; all of them answer anybody."""

FORM_MEMORY = 2_000_000
"""Longest text of a whole form, in bytes."""
FORM_PARTS = 5_000
"""Most fields of a form."""


class PlanHubApp(Flask):
    """A Flask application in which the unit of work ends before the errors are handled."""

    request_class = LimitedRequest
    default_config = ImmutableDict({**Flask.default_config, "PROVIDE_AUTOMATIC_OPTIONS": False})
    settings: Settings

    def wsgi_app(self, environ, start_response):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201 - Flask's own signature
        """Mark the whole request as reading or writing."""
        with uow.unit(environ["REQUEST_METHOD"]):
            return super().wsgi_app(environ, start_response)

    def dispatch_request(self) -> ResponseReturnValue:
        """Answer, then commit: so a conflict found by the commit itself still gets its proper page."""
        try:
            response = self.make_response(super().dispatch_request())
            uow.finish(response, is_public=security.is_public(request.endpoint))
        except BaseException:
            uow.abandon()
            raise
        return response


def create_app(settings: Settings | None = None, features: Sequence[Feature] = FEATURES) -> PlanHubApp:
    """Build the application; raises `SettingsError` where it must not start."""
    settings = keep_secret_key(settings or load())
    dangers = unsafe(settings)
    if dangers:
        raise SettingsError(dangers[0])
    logs.configure(settings)
    app = PlanHubApp(
        "planhub",
        template_folder=str(resource("templates")),
        static_folder=str(resource("static")),
        instance_path=str(settings.instance),
    )
    app.settings = app.extensions["planhub_settings"] = settings
    _configure(app, settings)
    _database(app)
    app.extensions["planhub_bell"] = work.init_app(settings, features)
    observe.init_app(app, debug=settings.debug)
    security.init_app(app, settings, HOUSE_ENDPOINTS.union(*(f.public_endpoints for f in features)))
    errors.init_app(app)
    _add(app, features)
    templating.init_app(app, features)
    check_routes(app, features)
    return app


def _configure(app: PlanHubApp, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=list(settings.secret_key_fallbacks),
        SQLALCHEMY_DATABASE_URI=settings.database,
        SQLALCHEMY_ENGINE_OPTIONS={"pool_pre_ping": not settings.database.startswith("sqlite")},
        SQLALCHEMY_RECORD_QUERIES=settings.debug,
        MAX_CONTENT_LENGTH=settings.max_upload_mb * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=FORM_MEMORY,
        MAX_FORM_PARTS=FORM_PARTS,
        SESSION_COOKIE_SECURE=settings.is_secure,
        PREFERRED_URL_SCHEME="https" if settings.is_secure else "http",
        TRUSTED_HOSTS=list(settings.hosts) or None,
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.url_map.strict_slashes = False
    if settings.proxy_count:
        n = settings.proxy_count
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n)  # type: ignore[method-assign]


def _database(app: PlanHubApp) -> None:
    app.settings.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    db.init_app(app)
    with app.app_context():
        for engine in engines():
            prepare_engine(engine)
    uow.install()


def engines() -> Iterable[Engine]:
    """Give the engines of the current application."""
    return db.engines.values()


def _add(app: PlanHubApp, features: Sequence[Feature]) -> None:
    fill_registry(features)
    app.register_blueprint(health.blueprint)
    security.csrf.exempt(health.blueprint)  # browsers send reports without a token; they change nothing
    for feature in features:
        for record_type in feature.record_types:
            app.register_blueprint(record_blueprint(record_type))
        for blueprint in feature.blueprints:
            app.register_blueprint(blueprint)
            if (blueprint.url_prefix or "").startswith(API.rstrip("/")):
                security.csrf.exempt(blueprint)  # bearer tokens only: there is no cookie to misuse


def check_routes(app: Flask, features: Sequence[Feature]) -> None:
    """Refuse to start where a route belongs to nobody, or a public endpoint does not exist."""
    known = {blueprint.name for feature in features for blueprint in feature.blueprints}
    known |= {record_type.name for feature in features for record_type in feature.record_types}
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    for endpoint in sorted(endpoints):
        owner = endpoint.rpartition(".")[0].partition(".")[0]
        if owner not in known and endpoint not in HOUSE_ENDPOINTS:
            raise SettingsError(
                f"route {endpoint} is in no feature's manifest, so nobody has said who may use it"
            )
    missing = sorted(frozenset().union(*(f.public_endpoints for f in features)) - endpoints)
    if missing:
        raise SettingsError(f"{missing[0]} is declared public but does not exist")
