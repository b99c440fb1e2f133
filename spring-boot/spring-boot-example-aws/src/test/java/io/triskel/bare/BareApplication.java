package io.triskel.bare;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The example's HTTP API over a map and without Triskel, for {@code measure} to compare with. */
@RestController
@SpringBootApplication(
        excludeName = {
            "io.triskel.spring.TriskelAutoConfiguration",
            "io.triskel.spring.TriskelConsoleAutoConfiguration",
            "io.triskel.spring.TriskelHealthAutoConfiguration",
            "io.triskel.spring.TriskelObserveAutoConfiguration"
        })
class BareApplication {
    private final Map<String, String> orders = new ConcurrentHashMap<>();

    public static void main(String[] args) {
        SpringApplication.run(BareApplication.class, args);
    }

    @PutMapping("/orders/{order}")
    String place(@PathVariable String order, @RequestParam String product) {
        return orders.putIfAbsent(order, product) == null ? "done" : "repeated";
    }

    @GetMapping("/orders/{order}")
    String find(@PathVariable String order) {
        return orders.getOrDefault(order, "");
    }
}
