# The released static binary and nothing else: no shell, no package manager, no root.
# `binaries/amd64/iacscan` and `binaries/arm64/iacscan` are those of the release.
FROM gcr.io/distroless/static-debian12:nonroot
ARG TARGETARCH
COPY binaries/${TARGETARCH}/iacscan /usr/bin/iacscan
WORKDIR /src
ENTRYPOINT ["/usr/bin/iacscan"]
