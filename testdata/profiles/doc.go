// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package profiles holds the profiles of real user agents, one JSON file each: what a
// build is, and every pair of navigator.userAgent and navigator.appVersion that it sends.
// Every fact has a source in its profile, and what is not known is left out or empty.
//
// Some of them cannot be told apart by what they send, and are not answered alike: that is
// how the web is, and what the proof of package classify has to find. It reads nothing but
// what was compiled in. Only tests import it.
package profiles
