// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.contract;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.rest.Answer;
import cloudy.rest.contract.Contract.Owner;
import cloudy.rest.time.VirtualTime;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandListTest {

    private static final Owner PADS = new Owner(7, "org.example.pad");

    @TempDir
    private Path folder;

    private final Contract contract = new Contract();
    private final VirtualTime time = new VirtualTime();
    private Path commands;
    private CommandList list;

    @BeforeEach
    void begin() {
        commands = folder.resolve("run/commands");
        list = new CommandList(contract, commands, time);
    }

    @AfterEach
    void close() {
        list.close();
    }

    @Test
    void aBundleBringsItsCommandsAndTakesThemAway() throws Exception {
        add("x-cloudy-command: pad list", "x-cloudy-columns: [id, offers.type]");
        time.pass(500);
        assertThat(lines())
                .isEqualTo("pad list\tPOST\t/api/v1/x/org.example.pad/{id}/pens/{pen}\toperator\tid pen"
                        + "\tdeep:boolean colour:=red|dark-blue\tink:integer:required name:string:required password:secret:optional tags:array:optional facts:pairs:optional"
                        + " *:any:optional\tid offers.type\t-\tPads of a node\n");

        contract.remove(PADS);
        time.pass(500);
        assertThat(lines()).isEmpty();
    }

    @Test
    void onlyTheOwnerOfTheNodeReadsThem() throws Exception {
        add("x-cloudy-command: pad list", "");
        time.pass(500);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(commands)))
                .isEqualTo("rw-------");
    }

    @Test
    void theyAreThereBeforeTheNodeSaysThatItIsUp() throws Exception {
        add("x-cloudy-command: pad list", "");
        assertThat(list.lines()).isEmpty();
        assertThat(lines()).startsWith("pad list\t");
    }

    @Test
    void manyChangesAreWrittenOnce() throws Exception {
        for (int i = 0; i < 100; i++) {
            add("x-cloudy-command: pad list", "");
            contract.add(7, "service", Map.of("listPads", call -> Answer.done()));
        }
        time.pass(10_000);
        assertThat(time.done).isEqualTo(1);
    }

    @Test
    void ofTwoThatAreCalledTheSameTheFirstStays() throws Exception {
        add("x-cloudy-command: pad list", "");
        contract.add(new Owner(9, "org.other"), part("org.other", "listOthers", "x-cloudy-command: pad list", ""));
        list.lines();
        assertThat(lines().lines()).singleElement().asString().contains("org.example.pad");
    }

    @Test
    void wordsThatAreNoneCostThePart() throws Exception {
        add("x-cloudy-command: 'pad; rm'", "");
        list.lines();
        assertThat(contract.routes().all()).isEmpty();
        add("x-cloudy-command: pad list", "x-cloudy-columns: ['$(id)']");
        assertThat(contract.routes().all()).isEmpty();
        add("x-cloudy-command: \"pad\\tlist\"", "");
        assertThat(contract.routes().all()).isEmpty();
    }

    private void add(String command, String columns) throws Exception {
        contract.add(PADS, part("org.example.pad", "listPads", command, columns));
    }

    private Map<String, URL> part(String bundle, String id, String command, String columns) throws Exception {
        Path file = folder.resolve(bundle + ".yaml");
        Files.writeString(
                file,
                """
                openapi: 3.0.3
                paths:
                  /api/v1/x/%s/{id}/pens/{pen}:
                    post:
                      operationId: %s
                      tags: [pads]
                      summary: "Pads\\tof a node"
                      x-cloudy-role: operator
                      %s
                      %s
                      parameters:
                        - {name: pen, in: path, required: true, schema: {type: string}}
                        - {name: id, in: path, required: true, schema: {type: string}}
                        - {name: deep, in: query, schema: {type: boolean}}
                        - {name: 'not; taken', in: query, schema: {type: boolean}}
                        - {name: colour, in: query, schema: {type: string, enum: [red, dark-blue]}}
                      requestBody:
                        content:
                          application/json:
                            schema:
                              type: object
                              required: [ink, name]
                              additionalProperties: true
                              properties:
                                name: {type: string}
                                password: {type: string}
                                tags: {type: array, items: {type: string}}
                                facts: {type: array, items: {type: object, properties: {key: {type: string}, value: {type: string}}}}
                                '$(touch x)': {type: string}
                                ink: {type: integer}
                      responses: {'204': {description: Done}}
                """
                        .formatted(bundle, id, command, columns));
        return Map.of("OSGI-INF/openapi.yaml", file.toUri().toURL());
    }

    private String lines() throws Exception {
        return Files.readString(commands);
    }
}
