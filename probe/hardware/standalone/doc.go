// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package standalone knows which Android devices are headsets, by the manufacturer and the model in their properties. It reads
// nothing: package hardware reads the properties of the machine that it runs on, and package adb those of devices that hang on it.
package standalone
