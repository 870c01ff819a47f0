// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package services knows the services to which the libraries of runtimes connect: their programs, the commands that start them, the
// sockets at which they listen, and whether one listens there now:
//
//	places := services.Places("/usr/lib/libopenxr_monado.so", os.LookupEnv)
//	ready := services.Look(places).Ready()
//
// It never connects: a connection may start a service that waits for its first client, and takes a place among the clients of
// one that runs. Where package sockets does not know who listens, a socket that is there counts as one at which a service
// listens.
//
// Sources: those of Monado and WiVRn for the sockets' names.
package services
