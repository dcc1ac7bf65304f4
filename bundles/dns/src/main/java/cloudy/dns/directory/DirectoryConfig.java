// SPDX-License-Identifier: Apache-2.0
package cloudy.dns.directory;

/** What {@code etc/cloudy.dns.cfg} says about the directory's own zone; the form of that file shows it as a group. */
@interface DirectoryConfig {

    boolean directory() default true;

    String directoryZone() default DirectorySettings.ZONE;

    boolean directoryServed() default true;

    boolean directoryLan() default false;

    String directoryAddress() default "127.0.0.1";

    int directoryPort() default DirectorySettings.PORT;
}
