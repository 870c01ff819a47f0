// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package modes

import (
	"fmt"
	"slices"

	"github.com/xrprobe/xrprobe/modes/report"
)

// checkSpace judges a reference space by what a session answered. It returns false if no
// session was asked.
func (d *device) checkSpace(kind string) (conclusion, bool) {
	space, known := d.referenceSpace(kind)
	switch {
	case !known:
		return conclusion{}, false
	case space == nil:
		return conclusion{report.VerdictNo, "a session does not list " + kind}, true
	case space.Creatable == report.VerdictNo:
		return conclusion{report.VerdictNo, "a session lists " + kind + ", but could not create it"}, true
	default:
		return conclusion{report.VerdictYes, "a session lists " + kind}, true
	}
}

// checkSpaceOr judges a reference space by a session, and without one as otherwise says.
func (d *device) checkSpaceOr(kind string, otherwise conclusion) conclusion {
	if c, known := d.checkSpace(kind); known {
		return c
	}
	return otherwise
}

// checkWaySpace judges a way by the reference space that its last extension defines. The
// runtime lists the extension, so without a session the verdict is yes. A session lists
// the space only if its instance enabled the extension.
func (d *device) checkWaySpace(w *way) conclusion {
	c := d.checkSpaceOr(w.space, conclusion{verdict: report.VerdictYes})
	if c.verdict == report.VerdictNo && !slices.Contains(d.runtime.EnabledExtensions, w.extensions[len(w.extensions)-1]) {
		return conclusion{report.VerdictUnverified, "the session was created without it"}
	}
	return c
}

// checkLocalFloor judges "local-floor". A user agent estimates the level of the floor if the
// runtime does not know it.
func (d *device) checkLocalFloor() conclusion {
	floor, known := d.checkSpace(localFloorSpace)
	if !known {
		return conclusion{report.VerdictYes, d.floorSource()}
	}
	if floor.verdict == report.VerdictYes {
		return floor
	}
	if local, _ := d.checkSpace(localSpace); local.verdict == report.VerdictNo {
		return conclusion{report.VerdictNo, floor.because + "; " + local.because}
	}
	return conclusion{report.VerdictYes, "emulated: the local space, moved down by an estimated height; " + floor.because}
}

// checkBoundedFloor judges "bounded-floor". A device with a stage is capable of supporting it,
// whether or not the user has set the bounds up already.
// https://www.w3.org/TR/webxr/#capable-of-supporting
func (d *device) checkBoundedFloor() conclusion {
	c, known := d.checkSpace(stageSpace)
	if !known {
		return conclusion{report.VerdictUnverified, "only a session shows whether " + stageSpace + " is there and has bounds"}
	}
	if c.verdict != report.VerdictYes {
		return c
	}
	if stage, _ := d.referenceSpace(stageSpace); stage.Bounds != nil {
		return conclusion{c.verdict, fmt.Sprintf("%s, with bounds of %g × %g m", c.because, stage.Bounds.Width, stage.Bounds.Depth)}
	}
	return conclusion{c.verdict, c.because + "; its bounds are not set up now"}
}

// floorSource says where the level of the floor comes from, if no session was asked. There
// always is one, even if it is estimated.
func (d *device) floorSource() string {
	switch {
	case d.lists("XR_EXT_local_floor") == report.VerdictYes:
		return "XR_EXT_local_floor is listed"
	case d.runtime.APIVersion != nil && *d.runtime.APIVersion != "1.0":
		return "OpenXR " + *d.runtime.APIVersion + " has " + localFloorSpace
	case d.isSheet():
		return "emulated, if the runtime has no local floor: the local space, moved down by an estimated height"
	default:
		return "emulated: the local space, moved down by an estimated height"
	}
}
