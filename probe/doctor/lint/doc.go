// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package lint is what linters share: the patient that they examine, and the words of their fixes. It finds nothing.
package lint
