package trro.exporter.web;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the part of an address behind the question mark.
 *
 * <p>Javalin leaves out what it cannot decode, and lets a header choose the charset: whoever asks for one project would
 * then be shown all of them.
 */
final class QueryParameters {

    private QueryParameters() {}

    static Map<String, List<String>> of(Context ctx) {
        String query = ctx.queryString();
        try {
            return query == null ? Map.of() : parse(query);
        } catch (IllegalArgumentException e) {
            throw new BadRequestResponse("the query is not encoded well: % must be followed by two hexadecimal digits");
        }
    }

    /** @throws IllegalArgumentException if it is not encoded well */
    static Map<String, List<String>> parse(String query) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = decode(equals < 0 ? parameter : parameter.substring(0, equals));
            String value = equals < 0 ? "" : decode(parameter.substring(equals + 1));
            values.computeIfAbsent(name, each -> new ArrayList<>()).add(value);
        }
        return values;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
