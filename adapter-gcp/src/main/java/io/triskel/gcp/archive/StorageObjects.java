package io.triskel.gcp.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.auth.Credentials;
import com.google.auth.oauth2.GoogleCredentials;
import io.triskel.archive.ArchiveObjects;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads an archive in a Cloud Storage bucket, through the JSON API and the JDK's own client: two calls do not justify a
 * library of 60 jars. The bucket must have a flat namespace; a bucket with folders lists in another order.
 *
 * <p>Each call is tried once, as everywhere in this adapter; a failed replay resumes where it stopped.
 */
public final class StorageObjects implements ArchiveObjects {
    private static final URI SERVICE = URI.create("https://storage.googleapis.com/");
    private static final String READ_ONLY = "https://www.googleapis.com/auth/devstorage.read_only";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A time-out closes a connection of HTTP/1.1; a dead one of HTTP/2 would stay in use. */
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    private final URI endpoint;
    private final Optional<Credentials> credentials;
    private final String bucket;

    private StorageObjects(URI endpoint, Optional<Credentials> credentials, String bucket) {
        this.endpoint = endpoint;
        this.credentials = credentials;
        this.bucket = bucket;
    }

    /**
     * {@return the bucket of this name, read with Application Default Credentials; or from the address in {@code
     * STORAGE_EMULATOR_HOST}, without credentials}
     *
     * @param environment such as {@code System.getenv()}
     * @throws IOException if there are no credentials
     */
    public static StorageObjects of(Map<String, String> environment, String bucket) throws IOException {
        String emulator = environment.getOrDefault("STORAGE_EMULATOR_HOST", "");
        if (emulator.isBlank()) {
            return of(GoogleCredentials.getApplicationDefault().createScoped(READ_ONLY), bucket);
        }
        URI endpoint = URI.create(emulator.contains("://") ? emulator : "http://" + emulator);
        return new StorageObjects(endpoint.resolve("/"), Optional.empty(), bucket);
    }

    /** {@return the bucket of this name, read with these credentials} */
    public static StorageObjects of(Credentials credentials, String bucket) {
        return new StorageObjects(SERVICE, Optional.of(credentials), bucket);
    }

    @Override
    public List<String> list(String prefix, Optional<String> after, int limit) throws IOException {
        List<String> names = new ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            // Requests one more than the limit: startOffset includes the name "after", which is not a result.
            String query = "?fields=items(name),nextPageToken&maxResults=" + (limit - names.size() + 1) + "&prefix="
                    + escaped(prefix)
                    + after.map(name -> "&startOffset=" + escaped(name)).orElse("")
                    + token.map(next -> "&pageToken=" + escaped(next)).orElse("");
            JsonNode page = page(query);
            page.path("items").forEach(item -> add(item.path("name").asText(), after, limit, names));
            token = Optional.ofNullable(page.path("nextPageToken").textValue());
        } while (token.isPresent() && names.size() < limit);
        return names;
    }

    private static void add(String name, Optional<String> after, int limit, List<String> names) {
        if (names.size() < limit && after.filter(name::equals).isEmpty()) {
            names.add(name);
        }
    }

    private JsonNode page(String query) throws IOException {
        HttpResponse<InputStream> answer = get("storage/v1/b/" + escaped(bucket) + "/o" + query);
        try (InputStream body = answer.body()) {
            if (answer.statusCode() == 200) {
                return JSON.readTree(body);
            }
            throw new IOException("Cannot list bucket " + bucket + ": " + said(answer.statusCode(), body));
        }
    }

    @Override
    public InputStream open(String object) throws IOException {
        HttpResponse<InputStream> answer =
                get("storage/v1/b/" + escaped(bucket) + "/o/" + escaped(object) + "?alt=media");
        if (answer.statusCode() == 200) {
            return answer.body();
        }
        try (InputStream body = answer.body()) {
            String said = said(answer.statusCode(), body);
            String where = "object '" + object + "' of bucket " + bucket;
            if (said.contains("No such object")) {
                throw new FileNotFoundException("There is no " + where);
            }
            throw new IOException("Cannot open " + where + ": " + said);
        }
    }

    private HttpResponse<InputStream> get(String path) throws IOException {
        URI uri = URI.create(endpoint + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(TIMEOUT);
        if (credentials.isPresent()) {
            credentials
                    .get()
                    .getRequestMetadata(uri)
                    .forEach((name, values) -> values.forEach(value -> request.header(name, value)));
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while reading bucket " + bucket);
        }
    }

    /** The status and message of an error; its body is JSON with a message, or text. */
    private static String said(int status, InputStream body) throws IOException {
        String text = new String(body.readNBytes(4096), StandardCharsets.UTF_8);
        try {
            String message = JSON.readTree(text).path("error").path("message").asText("");
            return status + " " + (message.isEmpty() ? text : message);
        } catch (IOException notJson) {
            return status + " " + text;
        }
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
