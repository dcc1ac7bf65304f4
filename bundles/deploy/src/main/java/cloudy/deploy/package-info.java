// SPDX-License-Identifier: Apache-2.0
/** The drop folder: follows {@code deploy/}, checks each jar before it is installed, sets a killer aside. */
package cloudy.deploy;
