// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package winregistry says why no program gets the active runtime that Windows' registry names: the loader cannot use the value, or the
// value is in a key that these programs do not read. It reads the registry and files, and changes nothing: the commands that it returns
// are for people.
package winregistry
