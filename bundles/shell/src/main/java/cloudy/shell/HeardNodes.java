// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import cloudy.api.network.Query;
import cloudy.api.network.ServiceDirectory;
import java.util.List;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Ids and host names of nodes that announce something. */
@Service
public final class HeardNodes extends Words {

    @Reference(optional = true)
    ServiceDirectory directory;

    @Override
    Stream<String> known(List<String> arguments) {
        return directory == null
                ? Stream.empty()
                : directory.search(Query.all()).stream()
                        .flatMap(one -> Stream.concat(one.nodeId().stream(), Stream.of(one.host())));
    }
}
