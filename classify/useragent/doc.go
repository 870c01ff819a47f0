// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package useragent says, for each session mode, what a user-agent string tells of the user
// agents that send it:
//
//	agent := useragent.String(request.UserAgent())
//	for _, class := range classify.Classify(agent) {
//		fmt.Println(class.Mode, class.Class, class.Default(), class.Because)
//	}
//
// A string proves little: a class is certain only if every user agent that sends the string
// is of it, in each of its modes: browsers on phones and headsets ask for desktop sites with a
// computer's string, and programs around a WebView send that of Chrome. Otherwise the class is
// highly variable, and Ambiguous says why. [Agent] adds the client hints that came with the
// string, which prove a little more: the form factor XR and Chrome's brand prove a headset, and
// the brand of a WebView that there is no navigator.xr. Other brands prove nothing, because
// WebViews send them too. The package never asks the network or the machine, keeps nothing, and
// takes time in proportion to the string's length, whatever is in it.
//
// Each rule has its source. The tables in testdata hold 233 strings, each with the class that
// is right and where that is from.
package useragent
