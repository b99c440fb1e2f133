package io.triskel.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.triskel.codec.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Who may ask for what, over real HTTP. */
class GuardedConsoleTest {
    private static final Shop SHOP = new Shop().place("A-1", "P-1");
    private static final Console CONSOLE = SHOP.console().start(0);
    private static final Browser BROWSER = new Browser(CONSOLE);

    @AfterAll
    static void close() {
        CONSOLE.close();
        SHOP.close();
    }

    private static String error(HttpResponse<String> answer) {
        return answer.statusCode() + " " + JsonObject.parse(answer.body()).text("error");
    }

    /** The JDK's client sets the header itself. */
    private static String statusWith(String... headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), CONSOLE.port())) {
            OutputStream out = socket.getOutputStream();
            String request =
                    "GET /api/console HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\nConnection: close\r\n\r\n";
            out.write(request.getBytes(StandardCharsets.UTF_8));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine()
                    .split(" ", 3)[1];
        }
    }

    @Test
    void a_name_that_leads_here_by_another_dns_server_is_refused() throws IOException {
        assertThat(statusWith("Host: evil.example:80")).isEqualTo("421");
        assertThat(statusWith("Host: localhost.evil.example")).isEqualTo("421");
        assertThat(statusWith("Host: localhost:" + CONSOLE.port())).isEqualTo("200");
        assertThat(statusWith("Host: [::1]:" + CONSOLE.port())).isEqualTo("200");
    }

    @Test
    void a_page_of_another_origin_is_refused() throws IOException {
        String host = "Host: 127.0.0.1:" + CONSOLE.port();

        assertThat(statusWith(host, "Origin: https://evil.example")).isEqualTo("403");
        assertThat(statusWith(host, "Origin: null")).isEqualTo("403");
        assertThat(statusWith(host, "Origin: http://127.0.0.1:1")).isEqualTo("403");
        assertThat(statusWith(host, "Sec-Fetch-Site: cross-site")).isEqualTo("403");
        assertThat(statusWith(host, "Origin: http://127.0.0.1:" + CONSOLE.port()))
                .isEqualTo("200");
    }

    @Test
    void an_action_needs_the_token() {
        var without = BROWSER.send(BROWSER.request("/api/memory/outbox/drain")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"reason\":\"nothing moves\"}")));
        var wrong = BROWSER.send(BROWSER.request("/api/memory/outbox/drain")
                .header("Content-Type", "application/json")
                .header(
                        "X-Triskel-Token",
                        CONSOLE.token().replace(CONSOLE.token().charAt(0), '_'))
                .POST(BodyPublishers.ofString("{\"reason\":\"nothing moves\"}")));

        assertThat(error(without)).isEqualTo("403 wrong-token");
        assertThat(error(wrong)).isEqualTo("403 wrong-token");
    }

    @Test
    void a_form_of_html_cannot_act_even_with_the_token() {
        var answer = BROWSER.send(BROWSER.request("/api/memory/outbox/drain")
                .header("X-Triskel-Token", CONSOLE.token())
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("{\"reason\":\"nothing moves\"}")));

        assertThat(error(answer)).isEqualTo("415 not-json");
    }

    @Test
    void a_body_is_bounded_and_is_an_object() {
        assertThat(error(BROWSER.post("/api/memory/outbox/drain", "{\"reason\":\"" + "x".repeat(70_000) + "\"}")))
                .isEqualTo("413 too-large");
        assertThat(error(BROWSER.post("/api/memory/outbox/drain", "[1]"))).isEqualTo("400 bad-request");
        assertThat(error(BROWSER.post("/api/memory/outbox/drain", "{\"reason\":")))
                .isEqualTo("400 bad-request");
        assertThat(error(BROWSER.post("/api/memory/outbox/drain", "{\"reason\":7}")))
                .isEqualTo("400 bad-request");
        assertThat(error(BROWSER.post("/api/memory/outbox/drain", "{}"))).isEqualTo("422 reason-too-short");
    }

    @Test
    void what_is_not_there_is_said_so() {
        assertThat(error(BROWSER.get("/api/other/parked"))).isEqualTo("404 unknown-lane");
        assertThat(error(BROWSER.get("/events?screen=parked&lane=other"))).isEqualTo("404 unknown-lane");
        assertThat(error(BROWSER.get("/events?screen=load"))).isEqualTo("404 not-found");
        assertThat(error(BROWSER.get("/api/memory/nothing"))).isEqualTo("404 unknown-path");
        assertThat(error(BROWSER.get("/page/nothing.js"))).isEqualTo("404 unknown-path");
        assertThat(error(BROWSER.get("/api/memory/parked/payment/!!"))).isEqualTo("400 bad-request");
        assertThat(error(BROWSER.get("/api/memory/parked/g.x.y"))).isEqualTo("404 not-found");
        assertThat(error(BROWSER.get("/api/memory/sagas/fulfilment/nobody"))).isEqualTo("404 not-found");
        assertThat(error(BROWSER.send(BROWSER.request("/api/memory/parked").DELETE())))
                .isEqualTo("405 wrong-method");
    }

    @Test
    void files_outside_the_page_cannot_be_read() {
        for (String path : new String[] {
            "/page/../Console.class",
            "/page/..%2fConsole.class",
            "/page/%2e%2e/Console.class",
            "/webjars/../../x.js",
            "/page//index.html",
            "/META-INF/MANIFEST.MF",
            "/webjars/lit-html/../../../x.js"
        }) {
            assertThat(BROWSER.get(path).statusCode()).as(path).isEqualTo(404);
        }
    }

    @Test
    void an_order_is_placed_by_a_form_and_refused_with_the_application_s_own_words() {
        try (Shop shop = new Shop();
                Console console = shop.console().places(new ByHand()).start(0)) {
            Browser browser = new Browser(console);

            assertThat(browser.json("/api/console").object("place").text("title"))
                    .isEqualTo("Place an order");
            assertThat(browser.act("/api/memory/orders", "{\"order\":\"A-7\"}").text("order"))
                    .isEqualTo("A-7");
            assertThat(error(browser.post("/api/memory/orders", "{}"))).isEqualTo("400 bad-request");
            assertThat(error(browser.post("/api/memory/orders", "{\"order\":\"late\"}")))
                    .isEqualTo("409 not-ready");
            assertThat(error(BROWSER.post("/api/memory/orders", "{}"))).isEqualTo("404 unknown-path");
        }
    }

    private record ByHand() implements Console.Places {
        @Override
        public JsonObject form() {
            return JsonObject.empty().set("title", "Place an order");
        }

        @Override
        public JsonObject place(JsonObject order) {
            if (order.text("order").equals("late")) {
                throw new IllegalStateException("The shop is closed.");
            }
            return order;
        }
    }

    @Test
    void it_is_a_handler_of_another_server_too() throws IOException {
        try (Shop shop = new Shop();
                Console console = shop.console().build()) {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/console", console.handler());
            server.start();
            try {
                Browser browser = new Browser(server.getAddress().getPort(), console.token());

                assertThat(browser.json("/console/api/console").text("application"))
                        .isEqualTo("shop");
                assertThat(browser.get("/console/webjars/lit-html/lit-html.js").statusCode())
                        .isEqualTo(200);
            } finally {
                server.stop(0);
            }
        }
    }

    @Test
    void a_head_of_the_events_does_not_stay_open() {
        var head = BROWSER.send(BROWSER.request("/events?screen=parked").method("HEAD", BodyPublishers.noBody()));

        assertThat(head.statusCode()).isEqualTo(404);
        assertThat(BROWSER.send(BROWSER.request("/api/console").method("HEAD", BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void libraries_come_from_the_class_path_without_a_version_in_their_address() {
        var library = BROWSER.get("/webjars/lit-html/lit-html.js");

        assertThat(library.statusCode()).isEqualTo(200);
        assertThat(library.headers().firstValue("Content-Type")).contains("text/javascript; charset=utf-8");
        String tag = library.headers().firstValue("ETag").orElseThrow();
        assertThat(BROWSER.send(BROWSER.request("/webjars/lit-html/lit-html.js").header("If-None-Match", tag))
                        .statusCode())
                .isEqualTo(304);
        assertThat(BROWSER.get("/webjars/uplot/dist/uPlot.esm.js").statusCode()).isEqualTo(200);
    }

    @Test
    void every_answer_allows_only_what_this_server_serves() {
        for (String path : new String[] {"/api/console", "/webjars/lit-html/lit-html.js", "/nothing"}) {
            var headers = BROWSER.get(path).headers();

            assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
                    .as(path)
                    .startsWith("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';")
                    .contains("frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        }
        assertThat(BROWSER.get("/api/console").headers().firstValue("Cache-Control"))
                .contains("no-store");
    }

    @Test
    void it_tells_what_there_is_without_being_told() {
        JsonObject about = BROWSER.json("/api/console");

        assertThat(about.text("application")).isEqualTo("shop");
        assertThat(about.text("identity")).isEqualTo("m.diallo");
        assertThat(about.texts("screens")).containsExactly("flow", "story", "parked", "sagas", "views", "catalogue");
        assertThat(about.objects("consumers"))
                .extracting(one -> one.text("name") + " " + one.text("kind"))
                .containsExactly("fulfilment saga", "orders view", "payment consumer");
        assertThat(about.texts("sagas")).containsExactly("fulfilment");
        assertThat(about.objects("views")).extracting(one -> one.text("name")).containsExactly("orders");
        assertThat(CONSOLE.address().toString())
                .isEqualTo("http://127.0.0.1:" + CONSOLE.port() + "/#token=" + CONSOLE.token());
    }

    @Test
    void beyond_this_machine_reading_needs_the_token_too() {
        try (Shop shop = new Shop();
                Console console = shop.console()
                        .listenUnencrypted(anyAddress())
                        .hosts("127.0.0.1")
                        .start(0)) {
            Browser browser = new Browser(console);

            assertThat(error(browser.get("/api/console"))).isEqualTo("401 token-needed");
            assertThat(error(browser.get("/events?screen=parked"))).isEqualTo("401 token-needed");
            String cookie = browser.post("/api/session", "{}")
                    .headers()
                    .firstValue("Set-Cookie")
                    .orElseThrow();
            assertThat(cookie).contains("HttpOnly; SameSite=Strict");
            assertThat(browser.send(browser.request("/api/console").header("Cookie", cookie.split(";", 2)[0]))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    private static InetAddress anyAddress() {
        try {
            return InetAddress.getByName("0.0.0.0");
        } catch (java.net.UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Test
    void a_reader_cannot_act_and_the_attempt_is_recorded() {
        try (Shop shop = new Shop();
                Console console = shop.console().readOnly().start(0)) {
            Browser browser = new Browser(console);

            assertThat(browser.json("/api/console").text("may")).isEqualTo("read");
            assertThat(error(browser.post("/api/memory/outbox/drain", "{\"reason\":\"nothing moves\"}")))
                    .isEqualTo("403 read-only");

            assertThat(browser.json("/api/memory/actions").objects("items"))
                    .extracting(one -> one.text("action") + " " + one.text("by") + " " + one.integer("status"))
                    .containsExactly("drain m.diallo 403");
        }
    }
}
