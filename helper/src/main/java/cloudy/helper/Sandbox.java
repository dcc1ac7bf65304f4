// SPDX-License-Identifier: Apache-2.0
package cloudy.helper;

import cloudy.helper.wire.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a program may see, change and ask the kernel for. Of the node it sees its own folders only, of which it writes
 * those that it keeps things in.
 */
final class Sandbox {

    private static final String NODE = "/var/lib/cloudy";

    private Sandbox() {}

    /** As properties of a unit. */
    static List<String> of(Program program, Path data) {
        Path own = data.resolve("daemons").resolve(program.word());
        List<String> all = new ArrayList<>(List.of(
                "User=" + program.user(),
                "Group=" + program.user(),
                // The node is in its group, and nobody else.
                "UMask=0007",
                // It goes when the node goes, however that ends; in an orderly end after it, which asks it first.
                "BindsTo=cloudy.service",
                "Before=cloudy.service",
                "KillMode=mixed",
                "TimeoutStartSec=30",
                "TimeoutStopSec=" + program.stopSeconds(),
                "WorkingDirectory=" + own.resolve("home"),
                "StandardInput=null",
                "LimitNOFILE=65536",
                "TemporaryFileSystem=" + NODE + ":ro",
                "BindReadOnlyPaths=" + own,
                "BindPaths=" + own.resolve("home"),
                "InaccessiblePaths=-/etc/cloudy -/var/log/cloudy -/run/cloudy -/run/cloudy-helper"
                        + " -/var/lib/cloudy-previous -/var/lib/cloudy-helper"));
        program.read().forEach(folder -> all.add("BindReadOnlyPaths=-" + data.resolve(folder)));
        program.written().forEach(folder -> all.add("BindPaths=-" + data.resolve(folder)));
        program.owned().forEach(folder -> all.add("BindPaths=-" + data.resolve(folder)));
        all.addAll(List.of(
                "ProtectSystem=strict",
                "ProtectHome=yes",
                "PrivateTmp=yes",
                "PrivateDevices=yes",
                "ProtectClock=yes",
                "ProtectControlGroups=yes",
                "ProtectHostname=yes",
                "ProtectKernelLogs=yes",
                "ProtectKernelModules=yes",
                "ProtectKernelTunables=yes",
                "ProtectProc=invisible",
                "RemoveIPC=yes",
                "NoNewPrivileges=yes",
                "CapabilityBoundingSet=" + (program.lowPorts() ? "CAP_NET_BIND_SERVICE" : ""),
                "AmbientCapabilities=" + (program.lowPorts() ? "CAP_NET_BIND_SERVICE" : ""),
                "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK",
                "RestrictNamespaces=yes",
                "RestrictRealtime=yes",
                "RestrictSUIDSGID=yes",
                "LockPersonality=yes",
                "MemoryDenyWriteExecute=yes",
                "SystemCallArchitectures=native",
                "SystemCallFilter=@system-service",
                "SystemCallFilter=~@privileged",
                "SystemCallErrorNumber=EPERM"));
        return all;
    }
}
