// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Commands that take floating-point numbers or structures by value. Each computes its result
// from all of its arguments, so that an argument in the wrong place changes the result.

#include <stdint.h>
#include <stddef.h>

typedef struct { float x, y; } vector2;
typedef struct { float qx, qy, qz, qw, px, py, pz; } pose;

int32_t xrRequestDisplayRefreshRateFB(uint64_t session, float rate) {
    return (int32_t)(session * 1000 + rate * 10);
}

int32_t xrSetInputDeviceStateFloatEXT(uint64_t session, uint64_t top, uint64_t source, float state) {
    return (int32_t)(session * 1000 + top * 100 + source * 10 + state);
}

int32_t xrSetInputDeviceStateVector2fEXT(uint64_t session, uint64_t top, uint64_t source, vector2 state) {
    return (int32_t)(session * 10000 + top * 1000 + source * 100 + state.x * 10 + state.y);
}

int32_t xrSetInputDeviceLocationEXT(uint64_t session, uint64_t top, uint64_t source, uint64_t space, pose p) {
    return (int32_t)(session + top * 2 + source * 4 + space * 8 + p.qx * 16 + p.qy * 32 + p.qz * 64 + p.qw * 128 + p.px * 256 + p.py * 512 + p.pz * 1024);
}

int32_t xrSetViewOffsetVARJO(uint64_t session, float offset) { return (int32_t)(session * 100 + offset * 10); }

int32_t xrCheckVpsAvailabilityAsyncANDROID(uint64_t tracker, double latitude, double longitude, uint64_t *future) {
    *future = 77;
    return (int32_t)(tracker * 10000 + latitude * 100 + longitude);
}

// The simplest command, for measuring the cost of a call.
int32_t xrDestroySpace(uint64_t space) { return (int32_t)space; }
