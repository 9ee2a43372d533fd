#!/usr/bin/python3
"""A browser of WebKitGTK for tests: one window without anything around the page, and all that a
page keeps in a folder that survives it. WebKitWebDriver starts it."""

import os
import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gio, Gtk, WebKit2  # noqa: E402

folder, width, height, scheme, certificate = sys.argv[1:6]

# The console of pages, whose processes inherit this.
console = os.open(os.path.join(folder, "console"), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
os.dup2(console, 1)
os.dup2(console, 2)

dark = scheme == "dark"
Gtk.Settings.get_default().set_property("gtk-application-prefer-dark-theme", dark)

kept = WebKit2.WebsiteDataManager(
    base_data_directory=os.path.join(folder, "data"),
    base_cache_directory=os.path.join(folder, "cache"),
)
cookies = os.path.join(folder, "cookies")
kept.get_cookie_manager().set_persistent_storage(cookies, WebKit2.CookiePersistentStorage.SQLITE)
context = WebKit2.WebContext(website_data_manager=kept)
context.set_preferred_languages(["fr-FR", "fr"])
context.set_automation_allowed(True)
trusted = Gio.TlsCertificate.new_from_file(certificate)
context.allow_tls_certificate_for_host(trusted, "localhost")


def new_view():
    """A page that the driver may use."""
    view = WebKit2.WebView(web_context=context, is_controlled_by_automation=True)
    settings = view.get_settings()
    settings.set_enable_write_console_messages_to_stdout(True)
    settings.set_enable_media_stream(True)
    settings.set_enable_mock_capture_devices(True)
    view.connect("permission-request", allow)
    return view


def allow(_view, request):
    """Answers yes, as somebody does who wants to use the camera."""
    request.allow()
    return True


def new_window(_session):
    """A page in a window of its own, which stands for a tab."""
    view = new_view()
    open_window(view)
    return view


def open_window(view):
    """Shows a page, and gives it the keyboard: there is no window manager that would."""
    window = Gtk.Window()
    window.set_default_size(int(width), int(height))
    window.add(view)
    window.show_all()
    window.get_window().focus(0)


first = new_view()
open_window(first)


def started(_context, session):
    """Meets what the driver asks for."""
    information = WebKit2.ApplicationInfo()
    information.set_name("Tournee")
    information.set_version(1, 0, 0)
    session.set_application_info(information)
    session.connect("create-web-view::window", lambda _session: first)
    session.connect("create-web-view::tab", new_window)
    session.connect("will-close", lambda _session: Gtk.main_quit())


context.connect("automation-started", started)
Gtk.main()
