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
        yield from walk(node.get_child_at_index(index), depth + 1)


def window():
    desktop = Atspi.get_desktop(0)
    for index in range(desktop.get_child_count()):
        application = desktop.get_child_at_index(index)
        if application is not None and "cups" in (application.get_name() or "").lower():
            return application
    return None


def find(roles, words, seconds=20):
    until = time.time() + seconds
    while time.time() < until:
        try:
            application = window()
            if application is not None:
                application.clear_cache()
                for node in walk(application):
                    if node.get_role_name() in roles and words in (node.get_name() or ""):
                        return node
        except GLib.Error:
            pass  # The page changed while it was walked through: look again.
        time.sleep(0.2)
    listing = [(node.get_role_name(), node.get_name()) for node in walk(window())]
    raise SystemExit(f"no {roles} with {words!r}: {listing}")


status("IsEnabled")
status("ScreenReaderEnabled")
process = subprocess.Popen([kiosk, "--data", data])
try:
    Atspi.init()
    heading = find(("heading",), "Ce s-a")
    print("heading:", heading.get_name())
    tile = find(("push button", "button"), "născut")
    states = tile.get_state_set()
    assert states.contains(Atspi.StateType.FOCUSABLE), "the tile cannot be focused"
    extents = tile.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
    assert extents.width > 100 and extents.height > 40, "the tile has no place on the screen"
    print("tile:", tile.get_name())
    frame = next(node for node in walk(window()) if node.get_role_name() == "frame")
    # Where it lies is known when the window system has said so, which on a busy computer is after the first page.
    until = time.time() + 20
    size = frame.get_component_iface().get_extents(Atspi.CoordType.SCREEN)
    while size.width == 0 and time.time() < until:
        time.sleep(0.2)
        frame.clear_cache()
        size = frame.get_component_iface().get_extents(Atspi.CoordType.SCREEN)
    assert size.width > 1000 and size.height > 600, f"the window has no place on the screen: {size.width}, {size.height}"
    # To the ear the window bears the program's name: the page is said by its heading, and would be said twice.
    assert frame.get_name() == "CUPS – ghid pentru evenimentele vieții", frame.get_name()
    assert tile.get_action_iface().do_action(0)
    print("page:", find(("heading",), "S-a născut").get_name())
    begin = find(("push button", "button"), "Începeți")
    begin.get_action_iface().do_action(0)
    print("question:", find(("heading",), "Când").get_name())
    field = find(("entry", "text"), "Data")
    field.get_editable_text_iface().set_text_contents("13.11.2026")
    until = time.time() + 10
    while time.time() < until:
        field.clear_cache()
        text = field.get_text_iface()
        if text is not None and text.get_text(0, text.get_character_count()) == "13.11.2026":
            break
        time.sleep(0.2)
    else:
        raise SystemExit("what was typed is not read back")
    print("field:", field.get_name(), "13.11.2026")
finally:
    process.kill()
    process.wait()
