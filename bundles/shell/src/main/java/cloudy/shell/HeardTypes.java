// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import cloudy.api.network.Announcement;
import cloudy.api.network.Query;
import cloudy.api.network.ServiceDirectory;
import java.util.List;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Service types that somebody announces. */
@Service
public final class HeardTypes extends Words {

    @Reference(optional = true)
    ServiceDirectory directory;

    @Override
    Stream<String> known(List<String> arguments) {
        return directory == null
                ? Stream.empty()
                : directory.search(Query.all()).stream().map(Announcement::type);
    }
}
