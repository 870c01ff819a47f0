// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package web is a user agent with the gate, for a page in a browser that plays it: the page is
// the shell with the prompts, and its frames are the pages that ask.
//
//	agent := web.New(web.Config{Host: classify.Host{FormFactor: classify.Desktop}, Shell: shell})
//	agent.Plug(report) // of a data sheet
//	id := agent.Open(permission.DocumentConfig{Document: navigator.Document{Origin: origin, SecureContext: true, Window: true, Allowed: allowed}})
//	agent.Document(id).IsSessionSupported("immersive-vr", settle)
//
// Everything in it runs on any system; package gate is the program for js/wasm, and package page
// has the files of the example page. The package never asks a runtime: it is given reports.
//
// The package shows what the gate does, and protects nobody: a page in a frame of the user agent's
// origin can call the user agent's scripts.
package web
