// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package process

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

// mediumIntegrity is SECURITY_MANDATORY_MEDIUM_RID, the level of a program that is not elevated.
const mediumIntegrity = 0x2000

// IsSecure reports whether this process runs above medium integrity, which the loader calls elevated (rule W5). It
// returns false if Windows does not tell.
func IsSecure() bool {
	token := windows.GetCurrentProcessToken()
	var size uint32
	_ = windows.GetTokenInformation(token, windows.TokenIntegrityLevel, nil, 0, &size)
	if size < uint32(unsafe.Sizeof(windows.Tokenmandatorylabel{})) {
		return false
	}
	buffer := make([]byte, size)
	if windows.GetTokenInformation(token, windows.TokenIntegrityLevel, &buffer[0], size, &size) != nil {
		return false
	}
	sid := (*windows.Tokenmandatorylabel)(unsafe.Pointer(&buffer[0])).Label.Sid
	count := sid.SubAuthorityCount()
	return count > 0 && sid.SubAuthority(uint32(count-1)) > mediumIntegrity
}
