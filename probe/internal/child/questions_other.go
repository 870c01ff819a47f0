// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build !linux

package child

import "os"

// newQuestions returns nil: questions are steps like others.
func newQuestions() *os.File { return nil }
