// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package wire defines the messages between the prober and its child processes.
//
// The parent sends one [Request]. The child answers with a [Step] before and after each
// thing that it does, so that the parent knows everything up to the moment in which a
// runtime crashes or hangs. Each answer travels once: [Known] splits what a child knows into
// steps, and puts it together again. Both messages travel in frames that carry a [Nonce]: see [WriteFrame].
//
// The package reads and writes messages. It starts no process and calls no runtime.
package wire
