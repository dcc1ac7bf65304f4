// SPDX-License-Identifier: Apache-2.0
package cloudy.rest;

import cloudy.api.Node;
import cloudy.api.access.Access;
import cloudy.api.access.Audit;
import cloudy.api.access.Caller;
import cloudy.api.access.Role;
import cloudy.api.form.Texts;
import cloudy.api.rest.Problem;
import cloudy.api.rest.SecurePort;
import cloudy.api.settings.AdminOnly;
import cloudy.api.settings.Setting;
import cloudy.rest.contract.Contract;
import cloudy.rest.contract.Route;
import cloudy.rest.contract.Routes;
import cloudy.rest.time.TimerThread;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.propertytypes.ServiceRanking;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.servlet.whiteboard.Preprocessor;

/**
 * What every request passes before any servlet sees it, whoever brought that one and in whichever context: only what the
 * contract has goes on, and only with the role that it asks for.
 */
@Component(name = "cloudy.rest", service = Preprocessor.class)
@Designate(ocd = Gate.Config.class)
@ServiceRanking(Integer.MAX_VALUE)
public final class Gate implements Preprocessor {

    /** Settings. */
    @ObjectClassDefinition(name = "%name", description = "%description", localization = "OSGI-INF/l10n/rest")
    @AdminOnly
    public @interface Config {

        @AttributeDefinition(name = "%hostNames.name", description = "%hostNames.description", required = false)
        @Setting(pattern = Hosts.NAME, sentence = "%hostNames.sentence")
        String[] hostNames() default {};
    }

    private final Contract contract;
    private final Servlets servlets = new Servlets();
    private volatile List<String> hostNames;
    private final Trail trail;
    private final Dispatcher dispatcher;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Access access;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Node node;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile SecurePort securePort;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Audit audit;

    @Activate
    public Gate(@Reference Contract contract, Config config) {
        this.contract = contract;
        hostNames = List.of(config.hostNames());
        trail = new Trail(() -> audit, System::nanoTime);
        dispatcher = new Dispatcher(contract, trail, new TimerThread("cloudy-rest-clock"));
    }

    /** New settings come without a moment in which nobody is at the gate. */
    @Modified
    void change(Config config) {
        hostNames = List.of(config.hostNames());
    }

    @Deactivate
    void close() {
        dispatcher.close();
        trail.tellCounts();
    }

    @Override
    public void init(FilterConfig config) {}

    @Override
    public void destroy() {}

    @Override
    public void doFilter(ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain)
            throws IOException, ServletException {
        var visit = new Visit((HttpServletRequest) servletRequest, (HttpServletResponse) servletResponse);
        Reply.begin(visit.response());
        visit.request().setAttribute(SecurePort.PASSED, true);
        try {
            Optional<Exchange> exchange = admit(visit);
            if (exchange.isEmpty()) {
                dispatcher.leave(visit);
                return;
            }
            if (exchange.get().match().route().is(Route.Trait.SERVLET)) {
                trail.begin(visit);
                servlets.answer(visit, chain);
                trail.end(visit, visit.response().getStatus());
            } else {
                dispatcher.dispatch(exchange.get());
            }
        } catch (Servlets.CutException e) {
            trail.end(visit, 500);
            throw e;
        } catch (Exception | LinkageError | StackOverflowError e) {
            dispatcher.fail(visit, e);
        }
    }

    /** Decides; empty when the answer is given already. */
    private Optional<Exchange> admit(Visit visit) {
        HttpServletRequest request = visit.request();
        HttpServletResponse response = visit.response();
        Node here = node;
        String host = Hosts.of(here == null ? "" : here.name(), hostNames).require(request);
        List<String> path = RequestPath.segments(request);
        Routes routes = contract.routes();
        Map<String, Route> methods = routes.at(path);
        String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
        Route route = methods.get(method);
        if (route != null) {
            visit.leadsTo(route);
        }
        if (!request.isSecure() && (route == null || !route.is(Route.Trait.PLAIN))) {
            redirect(request, response, host);
            return Optional.empty();
        }
        if (methods.isEmpty()) {
            throw Problem.notFound(Texts.of(
                    "No hi ha res en aquesta adreça.",
                    "No hay nada en esta dirección.",
                    "There is nothing at this address."));
        }
        if (method.equals("OPTIONS")) {
            response.setHeader("Allow", Routes.allow(methods.keySet()));
            response.setStatus(204);
            return Optional.empty();
        }
        if (route == null) {
            response.setHeader("Allow", Routes.allow(methods.keySet()));
            throw Problem.of(
                    405,
                    Texts.of(
                            "Aquesta adreça no admet aquest mètode.",
                            "Esta dirección no admite ese método.",
                            "This address does not take that method."));
        }
        identify(visit, route);
        return Optional.of(new Exchange(visit, routes, Routes.match(route, path)));
    }

    private void identify(Visit visit, Route route) {
        Access knows = access;
        if (knows == null && route.role().isPresent()) {
            throw Problem.of(
                    503,
                    Texts.of(
                            "El node s'està engegant i encara no coneix ningú; torneu-ho a provar d'aquí a un moment.",
                            "El nodo está arrancando y aún no conoce a nadie; vuelva a intentarlo dentro de un"
                                    + " momento.",
                            "The node is starting and knows nobody yet; try again in a moment."));
        }
        Pass pass = Pass.of(visit.request(), visit.from());
        Visitor visitor = knows == null || !visit.request().isSecure()
                ? new Visitor(Optional.empty(), false)
                : Visitor.at(visit.request(), pass, knows);
        boolean trusted = !visit.changes() || !visitor.csrfMissing();
        if (trusted || route.role().isPresent()) {
            visit.isFrom(visitor.caller());
        }
        if (visit.changes()) {
            Visitor.requireOwnPage(visit.request());
        }
        if (route.role().isEmpty()) {
            return;
        }
        Role needed = route.role().get();
        if (visitor.caller().isEmpty()) {
            visit.response().setHeader("WWW-Authenticate", "Bearer realm=\"cloudy\"");
            throw Problem.of(
                    401,
                    Texts.of(
                            "Primer cal entrar, o enviar una clau que valgui.",
                            "Primero hay que entrar, o enviar una clave que valga.",
                            "Sign in first, or send a token that is good."));
        }
        Caller caller = visitor.caller().get();
        if (!trusted) {
            throw Problem.of(
                    403,
                    Texts.of(
                                    "La capçalera %s de la sessió falta o no és correcta.",
                                    "La cabecera %s de la sesión falta o no es correcta.",
                                    "The header %s of the session is missing or wrong.")
                            .with(Access.Session.CSRF_HEADER));
        }
        if (!caller.role().includes(needed)) {
            throw Problem.of(
                    403,
                    Texts.of("Això demana el rol %s.", "Esto requiere el rol %s.", "This needs the role %s.")
                            .with(needed.name().toLowerCase(Locale.ROOT)));
        }
        if (!caller.scopes().isEmpty() && !caller.scopes().contains(route.scope())) {
            throw Problem.of(
                    403,
                    Texts.of(
                                    "A aquesta clau li falta l'abast %s.",
                                    "A esta clave le falta el alcance %s.", "This token lacks the scope %s.")
                            .with(route.scope()));
        }
        visit.standsWhile(() -> {
            Access then = access;
            return then != null && pass.holds(then, caller);
        });
    }

    private void redirect(HttpServletRequest request, HttpServletResponse response, String host) {
        SecurePort secure = securePort;
        if (secure == null) {
            throw Problem.of(
                    503,
                    Texts.of(
                            "HTTPS encara no està a punt; torneu-ho a provar d'aquí a un moment.",
                            "HTTPS aún no está listo; vuelva a intentarlo dentro de un momento.",
                            "HTTPS is not ready yet; try again in a moment."));
        }
        String query = request.getQueryString();
        response.setStatus(308);
        response.setHeader(
                "Location",
                "https://" + host + ':' + secure.port() + request.getRequestURI() + (query == null ? "" : '?' + query));
    }
}
