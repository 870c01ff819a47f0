// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build !linux

package place

import (
	"errors"
	"os"
)

// rightsOf returns an error: how a program's rights are kept is known on Linux only.
func rightsOf(*os.File) (rights, error) {
	return rights{}, errors.New("they are known on Linux only")
}
