// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package suggest finds the word that a user probably meant among the words that there are.
// It never replaces the user's word by itself.
package suggest
