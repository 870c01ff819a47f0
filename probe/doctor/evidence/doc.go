// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package evidence says which facts a problem follows from: what is at the paths that its text names, what the variables are set to,
// which files its runtime has, and what that answered. It looks at files again, opens none, and judges nothing.
package evidence
