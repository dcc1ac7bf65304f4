// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

final class Placeholder {
    private Placeholder() {}
}
