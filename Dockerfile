# The image of trro-exporter: docs/image.md says how to build and run it, and what was measured.

# The program: one jar, without the tests, which are CI's.
FROM maven:3.9.16-eclipse-temurin-25-noble AS jar
WORKDIR /build
# The build without sources fetches all that the build needs: a layer that lasts until pom.xml changes.
COPY .mvn .mvn
COPY pom.xml .
COPY LICENSE .
COPY NOTICE .
COPY src/main/assembly src/main/assembly
RUN mvn --batch-mode --no-transfer-progress --quiet -Dquick -Dmaven.test.skip package
COPY src/main src/main
# Compressed, since a start reads its classes from the cache.
RUN mvn --batch-mode --no-transfer-progress --quiet -Dquick -Dmaven.test.skip -Djar.compress=true clean package

# The Java runtime: the modules that are used, and the options that every start shares.
# java.management and jdk.management: the JVM's own metrics. java.naming: Jetty's TLS. java.xml: Logback.
# jdk.unsupported: SIGHUP, which would end the program. Protobuf finds it, too, and Java's warning of that is silenced.
# A cache is valid for the options it was made with, therefore they are part of the runtime and nowhere else.
# UseCompressedOops keeps the heap below 32 GB, beyond which the cache would be refused.
FROM eclipse-temurin:25.0.3_9-jdk-noble AS java
RUN jlink --output /opt/trro-exporter/java \
    --add-modules java.management,java.naming,java.net.http,java.xml,jdk.management,jdk.unsupported \
    --add-options='-XX:+UseSerialGC -XX:+UseCompressedOops -XX:+UseCompactObjectHeaders -XX:MaxRAMPercentage=50 -XX:+ExitOnOutOfMemoryError -XX:-UsePerfData --sun-misc-unsafe-memory-access=allow' \
    --strip-debug --no-header-files --no-man-pages --compress=zip-6

FROM debian:13.7-slim AS base
COPY --from=java /opt/trro-exporter/java /opt/trro-exporter/java
COPY --from=jar /build/target/trro-exporter.jar /opt/trro-exporter/
# Without a UTF-8 locale Java cannot read ids beyond ASCII from the environment and the command line.
ENV PATH=/opt/trro-exporter/java/bin:$PATH \
    LANG=C.UTF-8

# The start-up cache: classes as a demo had them, loaded and linked, when it was scraped in every format and told to stop.
# Without the demo's habits (AOTRecordTraining), by which each start would compile at once what it may never run again.
FROM base AS cache
# bash is named because not every builder knows SHELL; it opens connections itself, for want of another client.
RUN bash -euo pipefail -c ' \
    java -XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining \
        -XX:AOTCacheOutput=/opt/trro-exporter/trro-exporter.aot -Xlog:aot=off \
        -jar /opt/trro-exporter/trro-exporter.jar demo --web.listen-address=127.0.0.1:10205 & demo=$!; \
    get() { \
        exec 3<>/dev/tcp/127.0.0.1/10205 \
            && printf "GET %s HTTP/1.0\r\nAccept: %s\r\nAccept-Encoding: %s\r\n\r\n" "$@" >&3 \
            && read -r _ status _ <&3 && cat <&3 >/dev/null && [[ $status = 200 ]]; \
    }; \
    for ((second = 0; second < 60; second++)); do get /-/ready "*/*" identity 2>/dev/null && break || sleep 1; done; \
    for ((scrape = 0; scrape < 10; scrape++)); do \
        get /metrics "text/plain;version=0.0.4" identity; \
        get /metrics "application/openmetrics-text;version=1.0.0" gzip; \
        get /metrics "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited" gzip; \
        get / text/html identity; \
    done; \
    kill -TERM "$demo"; wait "$demo"; test -s /opt/trro-exporter/trro-exporter.aot'

FROM base
COPY --from=cache /opt/trro-exporter/trro-exporter.aot /opt/trro-exporter/
# nobody, by number, so that Kubernetes can see that it is not root.
USER 65534:65534
# Fails unless the cache fits this runtime and this jar; a start of the exporter would do without it.
RUN ["java", "-XX:AOTMode=on", "-XX:AOTCache=/opt/trro-exporter/trro-exporter.aot", "-jar", "/opt/trro-exporter/trro-exporter.jar", "--version"]
LABEL org.opencontainers.image.title="trro-exporter" \
      org.opencontainers.image.description="Prometheus exporter for the session statistics of Tencent Cloud TRRO" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="0.1.0"
EXPOSE 10205
# Again bash alone: neither a second JVM every half minute nor another program in the image.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/10205 && printf 'GET /-/healthy HTTP/1.0\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [[ $status = 200 ]]"]
ENTRYPOINT ["java", "-XX:AOTCache=/opt/trro-exporter/trro-exporter.aot", "-jar", "/opt/trro-exporter/trro-exporter.jar"]
CMD ["--config.file=/etc/trro-exporter/trro.yml"]
