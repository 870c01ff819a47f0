// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package process says with which rights this process runs, and whether Wine runs it. It asks the kernel, and changes nothing. The
// sources are getauxval(3), and Microsoft's description of mandatory integrity control
// (https://learn.microsoft.com/windows/win32/secauthz/mandatory-integrity-control).
package process
