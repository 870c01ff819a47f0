// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator

import (
	"container/list"

	"github.com/xrprobe/xrprobe/modes/webxr"
)

// consent is what a request needs of the user.
type consent struct {
	device   *Device
	resolved resolution
	ready    func(granted bool)
	place    *list.Element // in the devices' list
	prompt   *prompt       // nil if none is up
	showing  bool          // the embedder is about to show one
}

// prompt is a prompt that is up, or about to be.
type prompt struct{ withdraw func() }

// ask asks the user for the features that need consent, unless the request was given up before.
func (r *Request) ask(device *Device, resolved resolution, ready func(granted bool)) {
	d := r.system.devices
	d.mutex.Lock()
	if r.ended || r.system.gone.Load() {
		d.mutex.Unlock()
		return
	}
	r.asks = &consent{device: device, resolved: resolved, ready: ready, place: d.asking.PushBack(r)}
	d.mutex.Unlock()
	r.updatePrompt()
}

// updatePrompt shows the prompt, or withdraws it while an immersive session runs: that would have to
// end first, which its page would notice. If the device has gone, the request has failed.
// https://www.w3.org/TR/webxr/#trusted-ui
func (r *Request) updatePrompt() {
	d := r.system.devices
	d.mutex.Lock()
	asks := r.asks
	may := !r.mode.Immersive() || !d.InSession()
	switch {
	case asks == nil:
		d.mutex.Unlock()
	case r.mode.Immersive() && !d.current.Load().device.serves(asks.device, r.mode):
		r.ended = true
		withdraw := r.endAsking().removal()
		d.mutex.Unlock()
		withdraw()
		asks.ready(false)
	case may && asks.prompt == nil && !asks.showing:
		shown := &prompt{}
		asks.prompt, asks.showing = shown, true
		d.mutex.Unlock()
		r.show(asks, shown)
	case !may && asks.prompt != nil:
		withdraw := asks.prompt.removal()
		asks.prompt = nil
		d.mutex.Unlock()
		withdraw()
	default:
		d.mutex.Unlock()
	}
}

// show requests the permission "xr". Whatever changed meanwhile counts afterwards, so that a request
// has one prompt at a time.
func (r *Request) show(asks *consent, shown *prompt) {
	descriptor := r.system.permission(webxr.PermissionXR, r.mode)
	descriptor.Call, descriptor.Required, descriptor.Optional = r.call, asks.resolved.askRequired, asks.resolved.askOptional
	withdraw := r.system.permissions.Request(descriptor, func(grant Grant) {
		if r.answered(asks, shown) {
			features, consented := asks.resolved.decide(grant)
			asks.ready(consented && r.grant(asks.device, features))
		}
	})
	mutex := &r.system.devices.mutex
	mutex.Lock()
	shown.withdraw, asks.showing = withdraw, false
	gone := asks.prompt != shown
	mutex.Unlock()
	if gone && withdraw != nil {
		withdraw()
	}
	r.updatePrompt()
}

// answered reports whether an answer to a prompt counts: it is the first, and the prompt was not
// withdrawn.
func (r *Request) answered(asks *consent, shown *prompt) bool {
	d := r.system.devices
	d.mutex.Lock()
	defer d.mutex.Unlock()
	if asks.prompt != shown {
		return false
	}
	r.endAsking()
	return true
}

// endAsking ends the wait for the user, and returns the prompt that is up; nil if none is. The
// mutex must be held.
func (r *Request) endAsking() *prompt {
	if r.asks == nil {
		return nil
	}
	r.system.devices.asking.Remove(r.asks.place)
	up := r.asks.prompt
	r.asks.prompt, r.asks = nil, nil
	return up
}

// cancelAsking gives up the requests of a document that has gone.
func (x *XRSystem) cancelAsking() {
	for _, r := range x.devices.allAsking() {
		if r.system == x {
			r.Cancel()()
		}
	}
}

// updatePrompts shows or withdraws the prompts for features after a session has begun or ended.
func (d *Devices) updatePrompts() {
	for _, r := range d.allAsking() {
		r.updatePrompt()
	}
}

// allAsking returns the requests that ask the user, or will.
func (d *Devices) allAsking() []*Request {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	asking := make([]*Request, 0, d.asking.Len())
	for at := d.asking.Front(); at != nil; at = at.Next() {
		asking = append(asking, at.Value.(*Request))
	}
	return asking
}

// removal returns the function that withdraws a prompt; nil is none. If the embedder is still about
// to show it, show withdraws it then. The devices' mutex must be held.
func (p *prompt) removal() func() {
	if p == nil || p.withdraw == nil {
		return func() {}
	}
	return p.withdraw
}
