// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package place

// sudo makes the view of programs that the user runs with sudo: HOME is root's, and sudo removes the user's variables, which is its
// default (env_reset in sudoers(5)).
func (v *View) sudo() error {
	host, err := v.Outside.ForUser("root")
	if err != nil {
		return err
	}
	v.Host = host
	v.Notes = append(v.Notes, "sudo is taken to keep none of the user's variables; its configuration (env_keep), and sudo -E, may change that.")
	return nil
}
