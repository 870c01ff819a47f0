// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package services knows the services to which the libraries of runtimes connect: their programs, the commands that start them, the
// sockets at which they listen, and whether one listens there now:
//
//	places := services.Places("/usr/lib/libopenxr_monado.so", os.LookupEnv)
//	ready := services.Look(places).Ready()
//
// It never connects: a connection may start a service that waits for its first client, and takes a place among the clients of
// one that runs. On Linux the kernel's list of sockets says who listens. Elsewhere a socket that is there counts as one at which
// a service listens.
//
// Sources: https://man7.org/linux/man-pages/man5/proc_pid_net.5.html for the list; the sources of Monado and WiVRn for
// the sockets' names.
package services
