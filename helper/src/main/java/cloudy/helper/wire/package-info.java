// SPDX-License-Identifier: Apache-2.0
/** What the node and root's helper say to each other, and what both know of programs. */
package cloudy.helper.wire;
