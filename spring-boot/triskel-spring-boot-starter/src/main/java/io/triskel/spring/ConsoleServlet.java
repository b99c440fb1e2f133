package io.triskel.spring;

import io.triskel.console.Console;
import io.triskel.console.ConsoleBuilder;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * The console behind the application's own security: it answers authenticated users only, and those of the role if one is set. Its
 * parts are made with the first request, when the application has all its consumers.
 */
final class ConsoleServlet extends HttpServlet implements AutoCloseable {
    @Serial
    private static final long serialVersionUID = 1;

    private static final String ANYONE = "unsecured";

    private final transient ConsoleBuilder builder;
    private final transient TriskelProperties.Console settings;
    private transient @Nullable Console console;

    ConsoleServlet(ConsoleBuilder builder, TriskelProperties.Console settings) {
        this.builder = builder;
        this.settings = settings;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Principal user = request.getUserPrincipal();
        if (user == null && !settings.unsecured()) {
            response.sendError(
                    HttpServletResponse.SC_UNAUTHORIZED,
                    "The console needs an authenticated user: secure " + settings.path()
                            + " in this application, or set triskel.console.unsecured");
            return;
        }
        if (!settings.role().isEmpty() && !request.isUserInRole(settings.role())) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN, "The console needs the role of triskel.console.role");
            return;
        }
        Console open = console();
        String path = request.getContextPath() + request.getServletPath();
        if (request.getPathInfo() == null) {
            // The token of actions is behind the #, which browsers do not send on.
            response.setHeader("Location", path + "/" + (settings.actions() ? "#token=" + open.token() : ""));
            response.setHeader("Cache-Control", "no-store");
            response.setStatus(HttpServletResponse.SC_FOUND);
            return;
        }
        open.handler().handle(new ServletExchange(request, response, path, user == null ? ANYONE : user.getName()));
    }

    private synchronized Console console() {
        Console known = console;
        if (known == null) {
            known = builder.build();
            console = known;
        }
        return known;
    }

    @Override
    public synchronized void close() {
        if (console != null) {
            console.close();
        }
    }
}
