// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build !linux

package services

import (
	"io/fs"
	"time"
)

// made returns when a file was written last.
func made(info fs.FileInfo) time.Time { return info.ModTime() }
