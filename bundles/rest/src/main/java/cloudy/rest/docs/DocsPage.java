// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.docs;

import static cloudy.rest.docs.ContractView.asMap;
import static cloudy.rest.docs.ContractView.list;
import static cloudy.rest.docs.ContractView.map;
import static cloudy.rest.docs.ContractView.text;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The contract as a page for people, without any script. */
final class DocsPage {

    private final ContractView contract;
    private final CurlExample example;
    private final Html page = new Html();

    private DocsPage(ContractView contract) {
        this.contract = contract;
        example = new CurlExample(contract);
    }

    /** Draws the page. */
    static String of(Map<String, Object> contract) {
        var docs = new DocsPage(new ContractView(contract));
        docs.draw();
        return "<!DOCTYPE html>\n" + docs.page;
    }

    private void draw() {
        Map<String, List<ContractView.Route>> byTag = contract.byTag();
        page.open("html", "lang", "en").open("head").open("meta", "charset", "utf-8");
        page.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        page.element("title", "The HTTP API of this Cloudy node");
        page.open("link", "rel", "stylesheet", "href", "/api/docs.css").close("head");
        page.open("body").element("a", "Skip to the operations", "class", "skip", "href", "#main");
        page.open("header").element("h1", "The HTTP API of this Cloudy node");
        introduction();
        page.close("header");
        contents(byTag);
        page.open("main", "id", "main");
        byTag.forEach(this::tag);
        page.open("section", "id", "schemas", "aria-labelledby", "schemas-title");
        page.element("h2", "Schemas", "id", "schemas-title");
        contract.schemas().forEach(this::schema);
        page.close("section").close("main").close("body").close("html");
    }

    private void introduction() {
        page.open("p").text("The same contract for programs: ");
        page.link("/api/v1/openapi.json", "/api/v1/openapi.json").text(". Errors are problem documents (RFC 9457) ");
        page.text(
                "that name the field. Times are ISO 8601 in UTC. The examples take the address of the node, a token ");
        page.text("and the certificate of the node's own authority from these:").close("p");
        page.open("pre", "tabindex", "0").open("code");
        page.text("NODE=https://cloudy.example:7443\nTOKEN=...\n");
        page.text("curl --output ca.crt http://cloudy.example:7000/ca.crt  # compare its fingerprint with the node's");
        page.close("code").close("pre");
    }

    private void contents(Map<String, List<ContractView.Route>> byTag) {
        page.open("nav", "aria-labelledby", "contents").element("h2", "Contents", "id", "contents");
        page.open("ul");
        byTag.forEach((tag, routes) -> {
            page.open("li").link("#tag-" + SchemaWords.anchor(tag), tag).open("ul");
            routes.forEach(route -> page.open("li")
                    .link("#" + anchor(route), method(route) + ' ' + route.path())
                    .text(" " + text(route.operation(), "summary"))
                    .close("li"));
            page.close("ul").close("li");
        });
        page.open("li").link("#schemas", "Schemas").close("li").close("ul").close("nav");
    }

    private void tag(String tag, List<ContractView.Route> routes) {
        String id = "tag-" + SchemaWords.anchor(tag);
        page.open("section", "id", id, "aria-labelledby", id + "-title");
        page.element("h2", tag, "id", id + "-title");
        routes.forEach(this::route);
        page.close("section");
    }

    private void route(ContractView.Route route) {
        String id = anchor(route);
        page.open("article", "id", id, "aria-labelledby", id + "-title").open("h3", "id", id + "-title");
        page.element("code", method(route) + ' ' + route.path()).close("h3");
        page.element("p", text(route.operation(), "summary"), "class", "summary");
        String description = text(route.operation(), "description");
        if (!description.isEmpty()) {
            page.element("p", description);
        }
        String role = text(route.operation(), "x-cloudy-role");
        page.open("p").text(role.equals("public") ? "For anyone: " : "Needs the role ");
        page.element("strong", role)
                .text(". Name: ")
                .element("code", route.id())
                .text(".")
                .close("p");
        parameters(route);
        if (!route.body().isEmpty()) {
            body(route.body());
        }
        answers(route);
        page.element("h4", "Example").open("pre", "tabindex", "0");
        page.element("code", example.of(route)).close("pre").close("article");
    }

    private void parameters(ContractView.Route route) {
        if (route.parameters().isEmpty()) {
            return;
        }
        page.table("Parameters", List.of("Name", "In", "Type", "Limits", "Meaning"));
        route.parameters().forEach(one -> {
            Map<String, Object> schema = map(one, "schema");
            page.open("tr").open("th", "scope", "row").element("code", text(one, "name"));
            page.text(text(one, "required").equals("true") ? " (required)" : "").close("th");
            page.element("td", text(one, "in")).open("td");
            SchemaWords.type(page, schema);
            page.close("td").element("td", SchemaWords.limits(schema));
            page.element("td", text(one, "description")).close("tr");
        });
        page.endTable();
    }

    private void body(Map<String, Object> schema) {
        if (SchemaWords.name(schema).isPresent()) {
            page.open("p").text("Body: ");
            SchemaWords.type(page, schema);
            page.text(", as JSON.").close("p");
        } else {
            properties("Body, as JSON", schema);
        }
    }

    private void answers(ContractView.Route route) {
        page.table("Answers", List.of("Status", "Meaning", "Content"));
        map(route.operation(), "responses").forEach((status, any) -> {
            Map<String, Object> answer = contract.followed(asMap(any));
            Map<String, Object> schema = ContractView.schema(answer);
            page.open("tr").element("th", status, "scope", "row");
            page.element("td", text(answer, "description")).open("td");
            if (!schema.isEmpty()) {
                SchemaWords.type(page, schema);
                page.text(", " + String.join(", ", map(answer, "content").keySet()));
            }
            page.close("td").close("tr");
        });
        page.endTable();
    }

    private void schema(String name, Map<String, Object> schema) {
        String id = "schema-" + SchemaWords.anchor(name);
        page.open("article", "id", id, "aria-labelledby", id + "-title");
        page.element("h3", name, "id", id + "-title");
        String description = text(schema, "description");
        if (!description.isEmpty()) {
            page.element("p", description);
        }
        if (map(schema, "properties").isEmpty()) {
            page.open("p");
            SchemaWords.type(page, schema);
            page.text(" " + SchemaWords.limits(schema)).close("p");
        } else {
            properties("Properties", schema);
        }
        page.close("article");
    }

    private void properties(String caption, Map<String, Object> schema) {
        List<Object> required = list(schema, "required");
        page.table(caption, List.of("Name", "Type", "Limits", "Meaning"));
        map(schema, "properties").forEach((name, any) -> {
            Map<String, Object> property = asMap(any);
            page.open("tr").open("th", "scope", "row").element("code", name);
            page.text(required.contains(name) ? " (required)" : "").close("th").open("td");
            SchemaWords.type(page, property);
            page.close("td").element("td", SchemaWords.limits(property));
            page.element("td", text(property, "description")).close("tr");
        });
        page.endTable();
    }

    private static String method(ContractView.Route route) {
        return route.method().toUpperCase(Locale.ROOT);
    }

    private static String anchor(ContractView.Route route) {
        return "op-" + SchemaWords.anchor(route.id());
    }
}
