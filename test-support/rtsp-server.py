"""A real RTSP server for tests (gst-rtsp-server).

usage: rtsp-server.py PORT  then one JSON object per mount on stdin:
  {"path": "/numbers", "launch": "( ... rtph264pay name=pay0 )", "user": "...", "password": "..."}
Prints "ready" when it listens and "mounted PATH" per mount; ends when stdin closes.
"""
import json
import sys
import threading

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402

Gst.init(None)
server = GstRtspServer.RTSPServer()
server.set_address("127.0.0.1")
server.set_service(sys.argv[1])
mounts = server.get_mount_points()
auth = None


def mount(spec):
    global auth
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(spec["launch"])
    factory.set_shared(False)
    if spec.get("user"):
        if auth is None:
            auth = GstRtspServer.RTSPAuth()
            server.set_auth(auth)
        token = GstRtspServer.RTSPToken()
        token.set_string("media.factory.role", spec["user"])
        auth.add_basic(GstRtspServer.RTSPAuth.make_basic(spec["user"], spec["password"]), token)
        permissions = GstRtspServer.RTSPPermissions()
        permissions.add_permission_for_role(spec["user"], "media.factory.access", True)
        permissions.add_permission_for_role(spec["user"], "media.factory.construct", True)
        factory.set_permissions(permissions)
    mounts.add_factory(spec["path"], factory)
    print("mounted " + spec["path"], flush=True)


loop = GLib.MainLoop()


def read_mounts():
    for line in sys.stdin:
        spec = json.loads(line)
        GLib.idle_add(lambda s=spec: mount(s) or False)
    GLib.idle_add(loop.quit)


if server.attach(None) == 0:
    print("the port is taken", file=sys.stderr)
    sys.exit(1)
print("ready", flush=True)
threading.Thread(target=read_mounts, daemon=True).start()
loop.run()
