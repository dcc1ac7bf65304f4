// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

final class Placeholder {}
