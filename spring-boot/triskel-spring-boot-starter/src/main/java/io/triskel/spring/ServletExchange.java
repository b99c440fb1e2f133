package io.triskel.spring;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpPrincipal;
import com.sun.net.httpserver.HttpServer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A servlet's request and response as an exchange of the JDK's server, for which the console is written. */
final class ServletExchange extends HttpExchange {
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final String path;
    private final String user;
    private final Headers asked = new Headers();
    private final Headers answered = new Headers();
    private int status = -1;

    /**
     * Wraps a request.
     *
     * @param path the console's path, with the application's own
     */
    ServletExchange(HttpServletRequest request, HttpServletResponse response, String path, String user) {
        this.request = request;
        this.response = response;
        this.path = path;
        this.user = user;
        Collections.list(request.getHeaderNames())
                .forEach(name -> asked.put(name, Collections.list(request.getHeaders(name))));
    }

    @Override
    public Headers getRequestHeaders() {
        return asked;
    }

    @Override
    public Headers getResponseHeaders() {
        return answered;
    }

    @Override
    public URI getRequestURI() {
        String query = request.getQueryString();
        return URI.create(request.getRequestURI() + (query == null ? "" : "?" + query));
    }

    @Override
    public String getRequestMethod() {
        return request.getMethod();
    }

    @Override
    public HttpContext getHttpContext() {
        return new ServletPath(path);
    }

    @Override
    public void close() {
        // The container ends the response.
    }

    @Override
    public InputStream getRequestBody() {
        try {
            return request.getInputStream();
        } catch (IOException gone) {
            throw new UncheckedIOException("The request cannot be read", gone);
        }
    }

    @Override
    public OutputStream getResponseBody() {
        try {
            return response.getOutputStream();
        } catch (IOException gone) {
            throw new UncheckedIOException("The response cannot be written", gone);
        }
    }

    /** Zero is a length that is not known, and -1 no body: as {@link HttpExchange} has it. */
    @Override
    public void sendResponseHeaders(int code, long length) {
        status = code;
        response.setStatus(code);
        answered.forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
        if (length > 0) {
            response.setContentLengthLong(length);
        }
    }

    @Override
    public InetSocketAddress getRemoteAddress() {
        return new InetSocketAddress(request.getRemoteAddr(), request.getRemotePort());
    }

    @Override
    public int getResponseCode() {
        return status;
    }

    @Override
    public InetSocketAddress getLocalAddress() {
        return new InetSocketAddress(request.getLocalAddr(), request.getLocalPort());
    }

    @Override
    public String getProtocol() {
        return request.getProtocol();
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        return request.getAttribute(name);
    }

    @Override
    public void setAttribute(String name, Object value) {
        request.setAttribute(name, value);
    }

    @Override
    public void setStreams(InputStream in, OutputStream out) {
        throw new UnsupportedOperationException("A servlet's streams stay");
    }

    @Override
    public HttpPrincipal getPrincipal() {
        return new HttpPrincipal(user, "application");
    }

    /** The console asks for its path only. */
    private static final class ServletPath extends HttpContext {
        private final String path;

        ServletPath(String path) {
            this.path = path;
        }

        @Override
        public String getPath() {
            return path;
        }

        @Override
        public HttpHandler getHandler() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setHandler(HttpHandler handler) {
            throw new UnsupportedOperationException();
        }

        @Override
        public HttpServer getServer() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<String, Object> getAttributes() {
            return Map.of();
        }

        @Override
        public List<Filter> getFilters() {
            return List.of();
        }

        @Override
        public @Nullable Authenticator setAuthenticator(Authenticator authenticator) {
            throw new UnsupportedOperationException();
        }

        @Override
        public @Nullable Authenticator getAuthenticator() {
            return null;
        }
    }
}
