// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package classify

// FormFactor is the kind of machine that a host is.
type FormFactor string

// The form factors of a host.
const (
	Desktop           FormFactor = "desktop"
	Laptop            FormFactor = "laptop"
	Phone             FormFactor = "phone"
	Tablet            FormFactor = "tablet"
	StandaloneHeadset FormFactor = "standalone_headset"
	Server            FormFactor = "server"
	Container         FormFactor = "container"
	Unknown           FormFactor = "unknown"
)

// FormFactors returns every form factor.
func FormFactors() []FormFactor {
	return []FormFactor{Desktop, Laptop, Phone, Tablet, StandaloneHeadset, Server, Container, Unknown}
}

// Host is what a machine is, whatever is plugged into it. An empty field is not known.
type Host struct {
	// OS is the operating system as Go spells it: linux, windows, darwin, android, ios.
	OS string
	// Arch is the processor architecture as Go spells it, such as amd64.
	Arch string
	// FormFactor is the kind of machine.
	FormFactor FormFactor
	// Product is the name that the machine's maker gives the model, such as "Quest 3".
	Product string
}

// hostRules are tried in order; the last one matches everything.
var hostRules = Rules[Host]{
	{
		Name: "ios_host", Matches: func(h Host) bool { return h.OS == "ios" },
		Inline: usually, VR: never, AR: never,
		Because: "browsers on iPhone and iPad are WebKit, which has no WebXR there", Source: SourceCompat,
	},
	{
		Name: "headset_with_view_of_the_world",
		Matches: func(h Host) bool {
			return h.FormFactor == StandaloneHeadset && displayOf(h.Product).showsSurroundings()
		},
		Inline: usually, VR: usually, AR: usually,
		Because: "a standalone headset with this display shows virtual and augmented reality by itself", Source: SourceModule,
	},
	{
		Name:    "headset_without_view_of_the_world",
		Matches: func(h Host) bool { return h.FormFactor == StandaloneHeadset && displayOf(h.Product) == Opaque },
		Inline:  usually, VR: usually, AR: never,
		Because: "a standalone headset shows virtual reality by itself, but this one's display hides the surroundings", Source: SourceModule,
	},
	{
		Name: "standalone_headset", Matches: func(h Host) bool { return h.FormFactor == StandaloneHeadset },
		Inline: usually, VR: usually, AR: variable,
		Because: "a standalone headset shows virtual reality by itself; it is not known in advance whether this model also shows augmented reality", Source: SourceFingerprinting,
	},
	{
		Name:    "headset_may_be_attached",
		Matches: func(h Host) bool { return h.FormFactor == Desktop || h.FormFactor == Laptop },
		Inline:  usually, VR: variable, AR: variable,
		Because: "a headset may or may not be attached to a desktop or laptop computer, so a page may learn it only with consent", Source: SourceFingerprinting,
	},
	{
		Name:    "handheld_by_browser",
		Matches: func(h Host) bool { return h.FormFactor == Phone || h.FormFactor == Tablet },
		Inline:  usually, VR: variable, AR: variable,
		Because: "what a phone or tablet shows depends on its browser and model, so a page may learn it only with consent", Source: SourceChromium,
	},
	{
		Name: "not_known", Matches: func(Host) bool { return true },
		Inline: usually, VR: variable, AR: variable,
		Because: "what this kind of host supports is not known in advance, so a page may learn it only with consent", Source: SourceFingerprinting,
	},
}

// Classifications returns the class of every session mode by what the host is.
func (h Host) Classifications() Classifications { return hostRules.Classify(h) }
