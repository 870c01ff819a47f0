// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package layerlint has the linters of API layers: those that no program gets, those that programs get and nobody meant, and those
// whose order or versions do harm. What stops every program, and what is dropped at loading, package probe already says.
//
// What is known of single layers comes from their makers and from the rules of OpenXR-API-Layers-GUI
// (https://github.com/fredemmott/OpenXR-API-Layers-GUI at ce83f86); each row names its source.
package layerlint
