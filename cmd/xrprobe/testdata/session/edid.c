// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// edid gives the first output of an X server the EDID of a headset, with the parts that distinguish headsets from other monitors.

#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <X11/extensions/Xrandr.h>

#include <stdio.h>

int main(void) {
  unsigned char edid[128] = {0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x00, 0x22, 0xd2, 0x01, 0xaa};
  Display *display = XOpenDisplay(NULL);
  XRRScreenResources *resources = display ? XRRGetScreenResources(display, DefaultRootWindow(display)) : NULL;
  if (resources == NULL || resources->noutput == 0) {
    fprintf(stderr, "edid: there is no output\n");
    return 1;
  }
  Atom name = XInternAtom(display, RR_PROPERTY_RANDR_EDID, False);
  XRRChangeOutputProperty(display, resources->outputs[0], name, XA_INTEGER, 8, PropModeReplace, edid, sizeof edid);
  XCloseDisplay(display);
  return 0;
}
