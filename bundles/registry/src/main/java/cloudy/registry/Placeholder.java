// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

final class Placeholder {}
