// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package elsewhere is the flags --as, --os, --arch, --registry and --env: which commands answer for another place or machine, which
// flags contradict each other, the host that they describe, and the line that says whose view of the machine a page shows. It reads the
// files of --registry, and asks nothing.
package elsewhere
