"""A screen reader's client over AT-SPI: finds the kiosk's controls, reads their names, presses, types."""

import subprocess
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

kiosk, data = sys.argv[1:3]


def status(name):
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    bus.call_sync(
        "org.a11y.Bus", "/org/a11y/bus", "org.freedesktop.DBus.Properties", "Set",
        GLib.Variant("(ssv)", ("org.a11y.Status", name, GLib.Variant("b", True))),
        None, Gio.DBusCallFlags.NONE, 10000,
    )


def walk(node, depth=0):
    if node is None or depth > 12:
        return
    yield node
    for index in range(node.get_child_count()):
        try:
            yield from walk(node.get_child_at_index(index), depth + 1)
        except GLib.Error:
            pass


def window():
    desktop = Atspi.get_desktop(0)
    for index in range(desktop.get_child_count()):
        application = desktop.get_child_at_index(index)
        if application is not None and "cups" in (application.get_name() or "").lower():
            return application
    return None


def find(role, words, seconds=20):
    until = time.time() + seconds
    while time.time() < until:
        application = window()
        if application is not None:
            application.clear_cache()
            for node in walk(application):
                try:
                    if node.get_role_name() == role and words in (node.get_name() or ""):
                        return node
                except GLib.Error:
                    continue
        time.sleep(0.2)
    listing = [(n.get_role_name(), n.get_name()) for n in walk(window())] if window() else "no application"
    raise SystemExit(f"no {role} with {words!r}: {listing}")


status("IsEnabled")
status("ScreenReaderEnabled")
process = subprocess.Popen([kiosk, "--data", data])
try:
    Atspi.init()
    heading = find("heading", "Ce s-a")
    print("heading:", heading.get_name())
    tile = find("push button", "copil") if False else None
    for role in ("push button", "button"):
        try:
            tile = find(role, "născut", 5)
            break
        except SystemExit:
            continue
    assert tile is not None, "the tile of the birth is not there"
    states = tile.get_state_set()
    assert states.contains(Atspi.StateType.FOCUSABLE), "the tile cannot be focused"
    extents = tile.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
    assert extents.width > 100 and extents.height > 40, "the tile has no place on the screen"
    print("tile:", tile.get_name())
    assert tile.get_action_iface().do_action(0)
    print("page:", find("heading", "S-a născut").get_name())
    for role in ("push button", "button"):
        try:
            begin = find(role, "Începeți", 5)
            break
        except SystemExit:
            continue
    begin.get_action_iface().do_action(0)
    print("question:", find("heading", "Când").get_name())
    field = None
    for role in ("entry", "text"):
        try:
            field = find(role, "Data", 5)
            break
        except SystemExit:
            continue
    assert field is not None, "the field of the date is not there"
    field.get_editable_text_iface().set_text_contents("13.11.2026")
    until = time.time() + 10
    while time.time() < until:
        field.clear_cache()
        text = field.get_text_iface()
        if text is not None and text.get_text(0, 20) == "13.11.2026":
            break
        time.sleep(0.2)
    else:
        raise SystemExit("what was typed is not read back")
    print("field:", field.get_name(), "13.11.2026")
finally:
    process.kill()
    process.wait()
