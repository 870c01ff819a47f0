// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build !windows

package loader

func activeRuntime() (value string, found bool, err error) { return "", false, errNoRegistry }
