package io.triskel.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A standard error that waits for the address of a page, and asks the page. */
final class PrintedAddress extends PrintWriter {
    private static final Pattern PAGE = Pattern.compile("[Pp]age.*(http://127\\.0\\.0\\.1:\\d+/#token=\\S+)");

    private final CompletableFuture<URI> address = new CompletableFuture<>();
    private final StringWriter text;

    PrintedAddress() {
        this(new StringWriter());
    }

    private PrintedAddress(StringWriter text) {
        super(text, true);
        this.text = text;
    }

    @Override
    public void println(String line) {
        super.println(line);
        Matcher page = PAGE.matcher(line);
        if (page.find()) {
            address.complete(URI.create(page.group(1)));
        }
    }

    String text() {
        return text.toString();
    }

    /** {@return the page's address, once it was printed} */
    URI address() throws Exception {
        return address.get(4, TimeUnit.MINUTES);
    }

    /** {@return what the page answers} */
    String get(String path) throws Exception {
        return call(HttpRequest.newBuilder(address().resolve(path)));
    }

    /** {@return what the page answers to an action with its token} */
    String act(String path) throws Exception {
        return call(HttpRequest.newBuilder(address().resolve(path))
                .header("X-Triskel-Token", address().getFragment().replace("token=", ""))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
    }

    private static String call(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
