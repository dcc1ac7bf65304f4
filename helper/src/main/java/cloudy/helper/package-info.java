// SPDX-License-Identifier: Apache-2.0
/** Root's helper: a short list of things that the node may have done, and systemd does. */
package cloudy.helper;
