#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""A notification server that keeps what it is told, for tests.

usage: notification_server.py [--hang] [--caps a,b]
Prints a JSON line for each call. Reads lines on standard input: "action ID KEY"
and "close ID REASON" send the signals, "hang" begins the silence of --hang and
"answer" ends it.
"""
import json
import sys

from gi.repository import Gio, GLib

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
XML = """<node><interface name="org.freedesktop.Notifications">
<method name="Notify"><arg type="s" direction="in"/><arg type="u" direction="in"/>
<arg type="s" direction="in"/><arg type="s" direction="in"/>
<arg type="s" direction="in"/><arg type="as" direction="in"/>
<arg type="a{sv}" direction="in"/><arg type="i" direction="in"/>
<arg type="u" direction="out"/></method>
<method name="CloseNotification"><arg type="u" direction="in"/></method>
<method name="GetCapabilities"><arg type="as" direction="out"/></method>
<method name="GetServerInformation"><arg type="s" direction="out"/>
<arg type="s" direction="out"/><arg type="s" direction="out"/>
<arg type="s" direction="out"/></method>
<signal name="NotificationClosed"><arg type="u"/><arg type="u"/></signal>
<signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
</interface></node>"""


class Server:
    def __init__(self, caps, hang):
        self.caps, self.hang = caps, hang
        self.last = 0
        self.kept = []
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION, None)
        face = Gio.DBusNodeInfo.new_for_xml(XML).interfaces[0]
        self.bus.register_object(PATH, face, self.on_call, None, None)
        Gio.bus_own_name_on_connection(self.bus, NAME,
                                       Gio.BusNameOwnerFlags.NONE,
                                       lambda *_: say(ready=True), None)
        GLib.io_add_watch(sys.stdin.fileno(), GLib.PRIORITY_DEFAULT,
                          GLib.IOCondition.IN | GLib.IOCondition.HUP,
                          self.on_command)

    def on_call(self, _bus, _sender, _path, _face, method, args, call):
        if self.hang:
            say(hung=method)
            self.kept.append((method, args, call))
        else:
            self.answer(method, args.unpack(), call)

    def answer(self, method, args, call):
        if method == "GetCapabilities":
            call.return_value(GLib.Variant("(as)", (self.caps,)))
        elif method == "GetServerInformation":
            call.return_value(GLib.Variant(
                "(ssss)", ("recorder", "filingd", "1", "1.2")))
        elif method == "CloseNotification":
            call.return_value(None)
            say(closed=args[0])
            self.signal("NotificationClosed", "(uu)", args[0], 3)
        else:
            self.notify(args, call)

    def notify(self, args, call):
        app, replaces, icon, title, body, actions, hints, timeout = args
        number = replaces
        if number == 0:
            self.last += 1
            number = self.last
        call.return_value(GLib.Variant("(u)", (number,)))
        say(id=number, replaces=replaces, app=app, icon=icon, title=title,
            body=body, actions=actions[::2], labels=actions[1::2],
            hints=hints, timeout=timeout)

    def signal(self, name, kind, *values):
        self.bus.emit_signal(None, PATH, NAME, name,
                             GLib.Variant(kind, values))

    def on_command(self, fd, condition):
        words = sys.stdin.readline().split()
        if not words:
            loop.quit()
            return False
        if words[0] == "action":
            self.signal("ActionInvoked", "(us)", int(words[1]), words[2])
        elif words[0] == "close":
            self.signal("NotificationClosed", "(uu)", int(words[1]),
                        int(words[2]))
        elif words[0] == "hang":
            self.hang = True
            say(hangs=True)
        elif words[0] == "answer":
            self.hang = False
            for method, args, call in self.kept:
                self.answer(method, args.unpack(), call)
        return True


def say(**what):
    print(json.dumps(what, ensure_ascii=False), flush=True)


def main():
    caps = ["actions", "body", "body-markup", "persistence"]
    if "--caps" in sys.argv:
        caps = sys.argv[sys.argv.index("--caps") + 1].split(",")
    Server(caps, "--hang" in sys.argv)
    loop.run()


loop = GLib.MainLoop()
main()
